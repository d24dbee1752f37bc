package io.genosdb.samples.notes;

import io.genosdb.spring.mapping.GenosNode;
import org.springframework.data.annotation.Id;

/**
 * What somebody says of themselves: nobody else can write their node. The rules of governance look at it.
 *
 * @param id {@code user:<address>}
 * @param name how they want to be called; may be empty
 * @param notes how many notes they have made
 */
@GenosNode(type = "person")
record Person(@Id String id, String name, int notes) {

    private static final int LONGEST_NAME = 40;

    Person {
        if (name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("A name has at most " + LONGEST_NAME + " characters.");
        }
    }

    static String idOf(String address) {
        return "user:" + address;
    }

    /** The same person with one more note. */
    Person withOneMore() {
        return new Person(id, name, notes + 1);
    }
}

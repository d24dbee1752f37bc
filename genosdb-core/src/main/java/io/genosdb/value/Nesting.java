package io.genosdb.value;

/** The bound on how deeply containers nest, held where containers are made. */
final class Nesting {

    private Nesting() {}

    /** The depth of a container with these children, which know their own. */
    static int above(JsonValue[] children) {
        int depth = 1;
        for (JsonValue child : children) {
            depth = Math.max(depth, child.depth() + 1);
        }
        if (depth > JsonValue.MAX_DEPTH) {
            throw new InvalidValueException("the value nests deeper than " + JsonValue.MAX_DEPTH + " levels");
        }
        return depth;
    }
}

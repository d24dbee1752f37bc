package io.genosdb.graph;

import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random entries over few nodes, few times and few origins, so that ties and dominated entries are common. */
final class RandomEntries {

    static final EntryFactory FACTORY = new EntryFactory("test", Limits.DEFAULTS);

    private RandomEntries() {}

    static List<Entry> some(RandomGenerator random) {
        var entries = new ArrayList<Entry>();
        int count = 1 + random.nextInt(60);
        int nodes = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            entries.add(one(random, nodes));
        }
        return entries;
    }

    private static Entry one(RandomGenerator random, int nodes) {
        String id = "n" + random.nextInt(nodes);
        var version = new Version(1 + random.nextInt(40), "o" + random.nextInt(3));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> entry(id, Slot.VALUE, version, value(random));
            case 3, 4 ->
                entry(
                        id,
                        new Slot.Field("f" + random.nextInt(3)),
                        version,
                        random.nextInt(4) == 0 ? null : new JsonNumber(random.nextInt(5)));
            case 5, 6, 7 ->
                entry(
                        id,
                        new Slot.Edge("n" + random.nextInt(nodes)),
                        version,
                        random.nextInt(3) == 0 ? null : JsonBoolean.TRUE);
            default -> entry(id, Slot.TOMBSTONE, version, null);
        };
    }

    private static Entry entry(String id, Slot slot, Version version, JsonValue payload) {
        return FACTORY.create(new EntryKey(id, slot), version, payload);
    }

    private static JsonObject value(RandomGenerator random) {
        return random.nextInt(4) == 0
                ? JsonObject.empty()
                : JsonObject.of(Map.of("f" + random.nextInt(3), new JsonNumber(random.nextInt(5))));
    }
}

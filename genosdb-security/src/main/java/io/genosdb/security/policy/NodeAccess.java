package io.genosdb.security.policy;

import io.genosdb.graph.Access;
import java.util.Map;

/**
 * The access list of a node as it is now. Immutable.
 *
 * @param owner whose node it is
 * @param levels what others are allowed, by address; {@link AccessChange#EVERYONE} included
 * @since 0.1
 */
public record NodeAccess(String owner, Map<String, Level> levels) implements Access {

    /** Copies the levels. */
    public NodeAccess {
        levels = Map.copyOf(levels);
    }

    /**
     * What somebody is allowed who is not the owner.
     *
     * @param address who
     * @return the level of the address or of everybody, whichever allows more
     */
    public Level levelOf(String address) {
        return levels.getOrDefault(address, Level.NONE).or(levelOfEveryone());
    }

    /**
     * What everybody is allowed.
     *
     * @return a level
     */
    public Level levelOfEveryone() {
        return levels.getOrDefault(AccessChange.EVERYONE, Level.NONE);
    }

    @Override
    public boolean isReadableBy(String address) {
        Level level = levels.get(address);
        return level != null && level.includes(Level.READ)
                || owner.equals(address)
                || levelOfEveryone().includes(Level.READ);
    }
}

package io.genosdb.spring.boot.autoconfigure;

import io.genosdb.room.RoomFactory;

/** Where the rooms of the properties come from: beans of this type name no class of an optional library. */
interface RoomSource {

    /**
     * The room of a database.
     *
     * @param prefix what the names of its properties begin with
     * @param properties its properties
     * @param isGuarded whether peers have to prove who they are
     * @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException if they are unusable
     */
    RoomFactory room(String prefix, GenosProperties.Database properties, boolean isGuarded);
}

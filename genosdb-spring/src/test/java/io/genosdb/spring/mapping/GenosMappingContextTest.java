package io.genosdb.spring.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.genosdb.clock.HybridTimestamp;
import io.genosdb.query.IndexDefinition;
import io.genosdb.query.IndexDefinition.Kind;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.convert.JacksonGenosConverter;
import io.genosdb.value.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Persistable;
import org.springframework.data.mapping.MappingException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class GenosMappingContextTest {

    private static GenosMappingContext context(Class<?>... entities) {
        var context = new GenosMappingContext();
        context.setInitialEntitySet(Set.of(entities));
        context.afterPropertiesSet();
        return context;
    }

    private static void refused(String message, Class<?>... entities) {
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> context(entities))
                .withMessageContaining(message);
    }

    @GenosNode
    record ShoppingList(@Id String id) {}

    @GenosNode("errand")
    record Errand(@Id String id) {}

    @GenosNode(type = "errand")
    record OtherErrand(@Id String id) {}

    record Plain(String name) {}

    @Test
    void knowsTheTypeOfAClass() {
        GenosMappingContext context = context(ShoppingList.class, Errand.class);

        assertThat(context.getRequiredNode(ShoppingList.class).getNodeType()).isEqualTo("shoppingList");
        assertThat(context.getRequiredNode(Errand.class).getNodeType()).isEqualTo("errand");
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> context.getRequiredNode(Plain.class))
                .withMessageContaining("Plain")
                .withMessageContaining("@GenosNode");
    }

    @Test
    void refusesTwoClassesOfOneType() {
        refused("both have the type 'errand'", Errand.class, OtherErrand.class);
    }

    @GenosNode
    record NoId(String name) {}

    record Key(String text) {}

    @GenosNode
    record OddId(@Id Key id) {}

    @GenosNode
    record UuidId(@Id UUID id) {}

    @Test
    void refusesAClassWithoutAUsableIdentifier() {
        refused("@Id", NoId.class);
        refused("OddId.id: an identifier is a String or converts to one", OddId.class);
        assertThatNoException().isThrownBy(() -> context(UuidId.class));
    }

    @Test
    void takesIdentifiersThatTheApplicationConverts() {
        var conversions = new DefaultConversionService();
        conversions.addConverter(Key.class, String.class, Key::text);
        conversions.addConverter(String.class, Key.class, Key::new);
        var context = new GenosMappingContext();
        context.setConversionService(conversions);
        GenosPersistentEntity<OddId> entity = context.getRequiredNode(OddId.class);

        assertThat(entity.toNodeId(new Key("k"))).isEqualTo("k");
        assertThat(entity.fromNodeId("k")).isEqualTo(new Key("k"));
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() ->
                        context(UuidId.class).getRequiredNode(UuidId.class).fromNodeId("k"))
                .withMessageContaining("'k'");
    }

    @GenosNode
    record OddVersion(@Id String id, @Version Instant version) {}

    @Test
    void refusesAVersionThatIsNone() {
        refused("OddVersion.version: a version is a HybridTimestamp or a long", OddVersion.class);
    }

    @GenosNode
    record Typed(@Id String id, String type) {}

    @GenosNode
    record RenamedType(@Id String id, @JsonProperty("kind") String type) {}

    @GenosNode
    record SecondId(@Id String key, String id) {}

    @GenosNode
    record Twice(@Id String id, String a, @JsonProperty("a") String b) {}

    @GenosNode
    record Operator(@Id String id, @JsonProperty("$gt") String a) {}

    @GenosNode
    record Stamped(@Id String id, @Version @Nullable HybridTimestamp version, long timestamp) {}

    @Test
    void refusesNamesThatMeanSomethingElse() {
        refused("Typed.type: the member 'type'", Typed.class);
        refused("SecondId.id", SecondId.class);
        refused("both are named 'a'", Twice.class);
        refused("Operator.a", Operator.class);
        refused("Stamped.timestamp", Stamped.class);
        assertThat(context(RenamedType.class)
                        .getRequiredNode(RenamedType.class)
                        .getRequiredPersistentProperty("type")
                        .getFieldName())
                .isEqualTo("kind");
    }

    @GenosNode
    record Fresh(@Id String id, String name) implements Persistable<String> {

        @Override
        public String getId() {
            return id;
        }

        @Override
        public boolean isNew() {
            return name.isEmpty();
        }
    }

    @Test
    void believesAnEntityThatSaysWhetherItIsNew() {
        GenosPersistentEntity<Fresh> entity = context(Fresh.class).getRequiredNode(Fresh.class);

        assertThat(entity.isNew(new Fresh("a", ""))).isTrue();
        assertThat(entity.isNew(new Fresh("a", "b"))).isFalse();
        assertThat(entity.getMembers())
                .extracting(GenosPersistentProperty::getName)
                .containsExactly("name");
    }

    static class Animal<K, V> {
        @Id
        K id;

        List<V> tags;
    }

    @GenosNode
    static class Cat extends Animal<UUID, Instant> {}

    @Test
    void resolvesTheTypesOfInheritedProperties() {
        GenosPersistentEntity<Cat> entity = context(Cat.class).getRequiredNode(Cat.class);

        assertThat(entity.getRequiredIdProperty().getType()).isEqualTo(UUID.class);
        assertThat(entity.getRequiredPersistentProperty("tags").getActualType()).isEqualTo(Instant.class);
    }

    @GenosNode
    record LazyRecord(@Id String id, @Edge(lazy = true) Errand errand) {}

    @GenosNode
    record LazyRecords(@Id String id, @Edge(lazy = true) List<Errand> errands) {}

    @GenosNode
    record ToPlain(@Id String id, @Edge Plain plain) {}

    @GenosNode
    record ToPlains(@Id String id, @Edge List<Plain> plains) {}

    @GenosNode
    record ToMap(@Id String id, @Edge Map<String, Errand> errands) {}

    @GenosNode
    static class ToArray {
        @Id
        String id = "";

        @Edge
        Errand[] errands = {};
    }

    @GenosNode
    record ToArrayList(@Id String id, @Edge ArrayList<Errand> errands) {}

    @GenosNode
    record ToOptional(@Id String id, @Edge Optional<Errand> errand) {}

    record Nested(@Edge Errand errand) {}

    @GenosNode
    record WithNested(@Id String id, Nested nested) {}

    @Test
    void refusesEdgesThatCannotBe() {
        refused("LazyRecord.errand: a single lazy target is a proxy", LazyRecord.class);
        assertThatNoException().isThrownBy(() -> context(LazyRecords.class));
        refused("ToPlain.plain: an edge leads to a node", ToPlain.class);
        refused("ToPlains.plains: an edge leads to a node", ToPlains.class);
        refused("ToMap.errands: an edge to many is a List, a Set or a Collection", ToMap.class);
        refused("ToArray.errands: an edge to many is a List, a Set or a Collection", ToArray.class);
        refused("ToArrayList.errands: an edge to many is a List, a Set or a Collection", ToArrayList.class);
        refused("ToOptional.errand: an edge to one is the other entity itself", ToOptional.class);
        refused("Nested.errand: edges begin at nodes", WithNested.class);
    }

    @GenosNode
    record WithMember(@Id String id, Errand errand) {}

    @GenosNode
    record WithMembers(@Id String id, List<Errand> errands) {}

    record NestedMember(Errand errand) {}

    @GenosNode
    record WithNestedMember(@Id String id, NestedMember nested) {}

    @Test
    void refusesNodesThatAreNoEdges() {
        refused("WithMember.errand: a node is not stored inside of another; mark it @Edge", WithMember.class);
        refused("WithMembers.errands: a node is not stored inside of another", WithMembers.class);
        refused("NestedMember.errand: a node is not stored inside of another", WithNestedMember.class);
    }

    @GenosNode
    static class Vehicle {
        @Id
        String id = "";
    }

    static class Bicycle extends Vehicle {}

    @GenosNode
    record ToBicycle(@Id String id, @Edge Bicycle bicycle) {}

    @Test
    void takesNoSubclassForANode() {
        assertThatExceptionOfType(MappingException.class)
                .isThrownBy(() -> context(Vehicle.class).getRequiredNode(Bicycle.class))
                .withMessageContaining("it needs @GenosNode");
        refused("ToBicycle.bicycle: an edge leads to a node", ToBicycle.class);
    }

    record Part(
            @Id @Indexed String serial, @Version @Indexed int revision) {}

    @GenosNode
    record Machine(@Id String id, Part part) {}

    @Test
    void takesIdentifierAndVersionOfNestedObjectsForMembers() {
        assertThat(context(Machine.class).indexDefinitions())
                .containsExactlyInAnyOrder(
                        IndexDefinition.hash("type"),
                        IndexDefinition.hash("part.serial"),
                        IndexDefinition.hash("part.revision"));
    }

    record City(
            @Indexed String name,
            @JsonProperty("zip") @Indexed(Kind.PREFIX) String postcode) {}

    record Address(City city, @Nullable Address former) {}

    @GenosNode
    record Customer(
            @Id String id,
            @Indexed(kind = {Kind.HASH, Kind.ORDERED}) int age,
            @Indexed(Kind.TEXT) String notes,
            Address address,
            List<City> visited,
            JsonObject extra,
            @Edge @Nullable Customer referrer) {}

    record Place(
            @Indexed String zipCode,
            @JsonProperty("k") @Indexed String districtKey) {}

    @GenosNode
    record Shop(@Id String id, @Indexed String shopName, Place mainPlace) {}

    private static final GenosConverter SNAKE_CASE = new JacksonGenosConverter(JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build());

    @Test
    void namesMembersOfNestedObjectsAsTheConverterWritesThem() {
        var context = new GenosMappingContext();
        context.setConverter(SNAKE_CASE);
        namesMembersAsWritten(context);
    }

    @Test
    void takesTheConverterFromTheBeans() {
        try (var beans = new GenericApplicationContext()) {
            beans.registerBean(GenosMappingContext.class);
            beans.registerBean(GenosConverter.class, () -> SNAKE_CASE);
            beans.refresh();

            namesMembersAsWritten(beans.getBean(GenosMappingContext.class));
        }
    }

    private static void namesMembersAsWritten(GenosMappingContext context) {
        context.getRequiredNode(Shop.class);

        assertThat(SNAKE_CASE.writeValue(new Place("z", "d")))
                .isEqualTo(JsonObject.parse("{\"zip_code\":\"z\",\"k\":\"d\"}"));
        assertThat(context.indexDefinitions())
                .containsExactlyInAnyOrder(
                        IndexDefinition.hash("type"),
                        IndexDefinition.hash("shopName"),
                        IndexDefinition.hash("mainPlace.zip_code"),
                        IndexDefinition.hash("mainPlace.k"));
    }

    @Test
    void collectsIndexesOfNestedObjectsToo() {
        assertThat(context(Customer.class).indexDefinitions())
                .containsExactlyInAnyOrder(
                        IndexDefinition.hash("type"),
                        IndexDefinition.hash("referrer"),
                        IndexDefinition.hash("age"),
                        IndexDefinition.ordered("age"),
                        IndexDefinition.text("notes"),
                        IndexDefinition.hash("address.city.name"),
                        IndexDefinition.prefix("address.city.zip"));
        assertThat(context().indexDefinitions()).isEmpty();
    }
}

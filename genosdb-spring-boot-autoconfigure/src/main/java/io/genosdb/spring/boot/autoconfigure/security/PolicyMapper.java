package io.genosdb.spring.boot.autoconfigure.security;

import io.genosdb.query.Query;
import io.genosdb.security.GenosSecurity;
import io.genosdb.security.GovernanceRule;
import io.genosdb.security.identity.Address;
import io.genosdb.security.policy.Permission;
import io.genosdb.security.policy.Role;
import io.genosdb.security.policy.Roles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** From properties to the rules of a database. What cannot be meant is refused by the name of its property. */
final class PolicyMapper {

    private static final String ROLES = "genosdb.security.roles";
    private static final String GOVERNANCE = "genosdb.security.governance";

    private final GenosSecurityProperties properties;

    PolicyMapper(GenosSecurityProperties properties) {
        this.properties = properties;
    }

    /**
     * Applies the properties.
     *
     * @throws InvalidConfigurationPropertyValueException for the first value that cannot be used
     */
    void apply(GenosSecurity.Builder builder) {
        Roles roles = roles();
        builder.superAdmins(superAdmins())
                .roles(roles)
                .governance(governance(roles))
                .verifyStore(properties.verifyStore());
    }

    private List<Address> superAdmins() {
        var addresses = new ArrayList<Address>();
        for (String text : properties.superAdmins()) {
            addresses.add(address(OnSecurityCondition.SUPER_ADMINS + "[" + addresses.size() + "]", text));
        }
        return addresses;
    }

    private static Address address(String property, String text) {
        try {
            return Address.parse(text.strip());
        } catch (IllegalArgumentException e) {
            boolean isNumber = text.matches("[0-9]{30,}");
            throw new InvalidConfigurationPropertyValueException(
                    property,
                    text,
                    isNumber
                            ? "It is a number: YAML takes what begins with 0x for one. Put the address in quotes."
                            : String.valueOf(e.getMessage()));
        }
    }

    /** Those of the properties take the place of the default ones of the same names. */
    private Roles roles() {
        if (properties.roles().isEmpty()) {
            return Roles.DEFAULTS;
        }
        var byName = new LinkedHashMap<String, Role>();
        Roles.DEFAULTS.all().forEach(role -> byName.put(role.name(), role));
        properties.roles().forEach((name, role) -> byName.put(name, role(name, role)));
        try {
            return Roles.of(List.copyOf(byName.values()));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    ROLES, properties.roles().keySet(), String.valueOf(e.getMessage()));
        }
    }

    private static Role role(String name, GenosSecurityProperties.Role role) {
        try {
            return new Role(
                    name,
                    role.permissions().stream().map(Permission::new).collect(Collectors.toSet()),
                    role.inherits());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    ROLES + "." + name, role, String.valueOf(e.getMessage()));
        }
    }

    private List<GovernanceRule> governance(Roles roles) {
        var rules = new ArrayList<GovernanceRule>();
        for (GenosSecurityProperties.Rule rule : properties.governance()) {
            rules.add(rule(GOVERNANCE + "[" + rules.size() + "]", rule, roles));
        }
        return rules;
    }

    private static GovernanceRule rule(String property, GenosSecurityProperties.Rule rule, Roles roles) {
        boolean isAssignable = !rule.role().equals(Roles.SUPERADMIN)
                && roles.all().stream().anyMatch(role -> role.name().equals(rule.role()));
        if (!isAssignable) {
            throw new InvalidConfigurationPropertyValueException(
                    property + ".then", rule.role(), "It is not the name of a role that can be given.");
        }
        try {
            return new GovernanceRule(Query.filter(rule.condition()), rule.offset(), rule.role());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    property + ".if", rule.condition(), String.valueOf(e.getMessage()));
        }
    }
}

package io.genosdb.spring.security.passkey;

import io.genosdb.value.JsonArray;
import io.genosdb.value.JsonBoolean;
import io.genosdb.value.JsonNumber;
import io.genosdb.value.JsonObject;
import io.genosdb.value.JsonString;
import io.genosdb.value.JsonValue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;

/** A credential record as a node's value. */
final class CredentialJson {

    private CredentialJson() {}

    static JsonObject json(CredentialRecord credential) {
        var members = new LinkedHashMap<String, JsonValue>();
        PublicKeyCredentialType type = credential.getCredentialType();
        if (type != null) {
            members.put("type", new JsonString(type.getValue()));
        }
        put(members, "credentialId", credential.getCredentialId());
        put(members, "userHandle", credential.getUserEntityUserId());
        put(members, "publicKey", new Bytes(credential.getPublicKey().getBytes()));
        put(members, "attestationObject", credential.getAttestationObject());
        put(members, "attestationClientData", credential.getAttestationClientDataJSON());
        members.put("signatureCount", JsonNumber.of(credential.getSignatureCount()));
        members.put("uvInitialized", JsonBoolean.of(credential.isUvInitialized()));
        members.put("backupEligible", JsonBoolean.of(credential.isBackupEligible()));
        members.put("backupState", JsonBoolean.of(credential.isBackupState()));
        members.put(
                "transports",
                JsonArray.of(credential.getTransports().stream()
                        .map(transport -> new JsonString(transport.getValue()))
                        .toList()));
        members.put("created", new JsonString(credential.getCreated().toString()));
        members.put("lastUsed", new JsonString(credential.getLastUsed().toString()));
        String label = credential.getLabel();
        if (label != null) {
            members.put("label", new JsonString(label));
        }
        return JsonObject.of(members);
    }

    private static void put(Map<String, JsonValue> members, String name, @Nullable Bytes bytes) {
        if (bytes != null) {
            members.put(name, new JsonString(bytes.toBase64UrlString()));
        }
    }

    static CredentialRecord record(JsonObject stored) {
        var record = ImmutableCredentialRecord.builder()
                .credentialId(Bytes.fromBase64(text(stored, "credentialId")))
                .userEntityUserId(Bytes.fromBase64(text(stored, "userHandle")))
                .publicKey(ImmutablePublicKeyCose.fromBase64(text(stored, "publicKey")))
                .signatureCount(number(stored, "signatureCount"))
                .uvInitialized(stored.get("uvInitialized") == JsonBoolean.TRUE)
                .backupEligible(stored.get("backupEligible") == JsonBoolean.TRUE)
                .backupState(stored.get("backupState") == JsonBoolean.TRUE)
                .transports(transports(stored))
                .created(Instant.parse(text(stored, "created")))
                .lastUsed(Instant.parse(text(stored, "lastUsed")));
        if (stored.get("type") instanceof JsonString type) {
            record.credentialType(PublicKeyCredentialType.valueOf(type.value()));
        }
        if (stored.get("attestationObject") instanceof JsonString bytes) {
            record.attestationObject(Bytes.fromBase64(bytes.value()));
        }
        if (stored.get("attestationClientData") instanceof JsonString bytes) {
            record.attestationClientDataJSON(Bytes.fromBase64(bytes.value()));
        }
        if (stored.get("label") instanceof JsonString label) {
            record.label(label.value());
        }
        return record.build();
    }

    private static Set<AuthenticatorTransport> transports(JsonObject stored) {
        return stored.get("transports") instanceof JsonArray transports
                ? transports.stream()
                        .filter(JsonString.class::isInstance)
                        .map(transport -> AuthenticatorTransport.valueOf(((JsonString) transport).value()))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static String text(JsonObject stored, String name) {
        if (stored.get(name) instanceof JsonString text) {
            return text.value();
        }
        throw new IllegalStateException("the node of a passkey has no " + name);
    }

    private static long number(JsonObject stored, String name) {
        if (stored.get(name) instanceof JsonNumber number) {
            return (long) number.value();
        }
        throw new IllegalStateException("the node of a passkey has no " + name);
    }
}

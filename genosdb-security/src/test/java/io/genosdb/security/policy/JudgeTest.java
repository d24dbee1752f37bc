package io.genosdb.security.policy;

import static io.genosdb.security.policy.Entries.ANN;
import static io.genosdb.security.policy.Entries.BOB;
import static io.genosdb.security.policy.Entries.DAN;
import static io.genosdb.security.policy.Entries.EVE;
import static io.genosdb.security.policy.Entries.ROOT;
import static io.genosdb.security.policy.Entries.SERVER;
import static io.genosdb.security.policy.Entries.acl;
import static io.genosdb.security.policy.Entries.assignment;
import static io.genosdb.security.policy.Entries.at;
import static io.genosdb.security.policy.Entries.claim;
import static io.genosdb.security.policy.Entries.entry;
import static io.genosdb.security.policy.Entries.grant;
import static io.genosdb.security.policy.Entries.link;
import static io.genosdb.security.policy.Entries.removal;
import static io.genosdb.security.policy.Entries.role;
import static io.genosdb.security.policy.Entries.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.graph.Entry;
import io.genosdb.graph.Slot;
import io.genosdb.graph.Version;
import io.genosdb.security.identity.Address;
import io.genosdb.security.identity.Authorship;
import io.genosdb.value.JsonString;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule by itself. */
class JudgeTest {

    private static final Policy POLICY = new Policy(List.of(Address.parse(ROOT)), roles());

    private final Judge judge = new Judge(POLICY);

    /** The default roles, one that delegates, and one that may give roles without being a superadmin. */
    private static Roles roles() {
        var all = new ArrayList<>(Roles.DEFAULTS.all());
        all.add(new Role("gateway", Set.of(Permission.DELEGATE), "user"));
        all.add(new Role("registrar", Set.of(Permission.ASSIGN_ROLE), "user"));
        return Roles.of(all);
    }

    private Revision given(Entry... entries) {
        return judge.revise(List.of(entries));
    }

    private Verdict verdict(Entry entry) {
        judge.revise(List.of(entry));
        return judge.verdict(entry);
    }

    private void assertAdmitted(Entry entry) {
        assertThat(verdict(entry)).as(entry.toString()).isEqualTo(new Verdict.Admitted());
    }

    private void assertPending(Entry entry, String reason) {
        assertThat(verdict(entry))
                .isInstanceOfSatisfying(
                        Verdict.Pending.class,
                        pending -> assertThat(pending.reason()).contains(reason));
    }

    private void assertRefused(Entry entry, String reason) {
        assertThat(verdict(entry))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains(reason));
    }

    // ---- Roles

    @Test
    void superadminsMayDoEverythingButWriteWhatBelongsToOthers() {
        given(role(ROOT, 1, ANN, "user"), claim(ANN, 2, "n"));
        assertAdmitted(value(ROOT, 5, "m"));
        assertAdmitted(link(ROOT, 5, "m", "n"));
        assertAdmitted(removal(ROOT, 5, "n"));
        assertPending(value(ROOT, 5, "n"), "belonged to " + ANN);
        assertPending(value(ROOT, 5, "user:" + ANN), "belonged to " + ANN);
    }

    @Test
    void roleCountsForLaterVersionsOnly() {
        Version together = at(10);
        given(role(ROOT, together, ANN, assignment("user")));
        assertPending(value(ANN, 9, "n"), "had no role");
        assertPending(value(ANN, together, "n", "{}"), "had no role");
        assertAdmitted(value(ANN, at(10, "B"), "n", "{}"));
        assertAdmitted(value(ANN, 11, "n"));
    }

    @Test
    void rolesPermitWhatTheySay() {
        given(role(ROOT, 1, ANN, "guest"), role(ROOT, 1, BOB, "user"), role(ROOT, 1, DAN, "admin"));
        assertPending(value(ANN, 5, "n"), "the role 'guest', which does not permit 'write'");
        assertAdmitted(value(BOB, 5, "n"));
        assertAdmitted(link(BOB, 5, "n", "m"));
        assertPending(removal(BOB, 6, "n"), "'delete'");
        assertAdmitted(removal(DAN, 6, "n"));
        assertPending(role(DAN, 7, EVE, "user"), "'assignRole'");
        assertPending(value(EVE, 8, "n"), "had no role");
    }

    @Test
    void expiredRoleIsNoRoleAndNothingComesBack() {
        given(
                role(ROOT, 1, ANN, "user"),
                role(ROOT, at(10), ANN, new Assignment("admin", 20, Assignment.FROM_ITS_OWN_TIME)));
        assertAdmitted(removal(ANN, 19, "n"));
        assertPending(removal(ANN, 20, "n"), "had no role");
        assertPending(value(ANN, 25, "n"), "had no role");
        assertThat(judge.roleNow(ANN, 19)).isEqualTo("admin");
        assertThat(judge.roleNow(ANN, 20)).isNull();
        given(role(ROOT, 30, ANN, "user"));
        assertPending(value(ANN, 25, "n"), "had no role");
        assertAdmitted(value(ANN, 31, "n"));
    }

    @Test
    void assignmentThatHasExpiredBeforeItBeginsTakesTheRole() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, at(10), ANN, new Assignment("admin", 5, -1)));
        assertAdmitted(value(ANN, 9, "n"));
        assertPending(value(ANN, 11, "n"), "had no role");
    }

    @Test
    void unknownRoleIsNoRole() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 5, ANN, "emperor"));
        assertPending(value(ANN, 6, "n"), "'write'");
    }

    @Test
    void nobodyMakesASuperadminOrGivesARoleToOne() {
        assertRefused(role(ROOT, 1, ANN, "superadmin"), "superadmins are configured");
        given(role(ROOT, 1, ANN, "registrar"));
        assertRefused(role(ANN, 2, ROOT, "none"), "nobody else gives a role to a superadmin");
        assertRefused(role(ROOT + " for " + ANN, 2, ROOT, "none"), "nobody else gives a role to a superadmin");
    }

    @Test
    void superadminsProvideForTheTimeAfterThem() {
        Entry provision = role(ROOT, at(9), ROOT, new Assignment("user", Long.MAX_VALUE, 0));
        assertAdmitted(provision);
        assertThat(judge.roleNow(ROOT, 100)).isEqualTo("superadmin");
        assertAdmitted(role(ROOT, 10, ANN, "user"));
        var later = new Judge(new Policy(List.of(new Address(BOB)), roles()));
        later.revise(List.of(role(BOB, at(11), ROOT, new Assignment("user", Long.MAX_VALUE, 0))));
        assertThat(later.verdict(value(ROOT, 5, "n"))).isEqualTo(new Verdict.Admitted());
    }

    @Test
    void whoeverMayAssignRolesDoesSoAsOfThen() {
        given(role(ROOT, 1, ANN, "registrar"), role(ANN, 5, BOB, "user"), role(ROOT, 10, ANN, "user"));
        assertAdmitted(value(BOB, 6, "n"));
        assertPending(role(ANN, 11, EVE, "user"), "'assignRole'");
        assertAdmitted(value(BOB, 20, "n"));
    }

    @Test
    void assignmentsDoNotPermitThemselvesOrEachOther() {
        assertPending(role(EVE, 5, EVE, "registrar"), "'assignRole'");
        given(role(ANN, 6, BOB, "registrar"), role(BOB, 6, ANN, "registrar"), role(ANN, 7, BOB, "registrar"));
        assertThat(judge.roleNow(ANN, 100)).isNull();
        assertThat(judge.roleNow(BOB, 100)).isNull();
    }

    @Test
    void ofTwoEntriesOfTheSameVersionASuperadminsCounts() {
        given(role(ROOT, 1, EVE, "registrar"), role(ROOT, 1, ANN, "admin"));
        Version version = at(10);
        for (int i = 0; i < 20; i++) {
            // Some of these have the greater hash.
            given(role(EVE, version, ANN, new Assignment("admin", 1000 + i, Assignment.FROM_ITS_OWN_TIME)));
        }
        assertThat(judge.roleNow(ANN, 100)).isEqualTo("admin");
        Revision revision = given(role(ROOT, version, ANN, new Assignment("none", Long.MAX_VALUE, 5)));
        assertThat(revision.validated()).hasSize(1);
        assertThat(revision.invalidated()).hasSize(1);
        assertThat(judge.roleNow(ANN, 100)).isNull();
        assertPending(value(ANN, 6, "n"), "had no role");
    }

    @Test
    void superadminTakesARoleSinceATimeInThePast() {
        given(role(ROOT, 1, ANN, "registrar"), role(ANN, 10, EVE, "user"), role(ANN, 20, EVE, "admin"));
        assertAdmitted(removal(EVE, 25, "n"));
        Revision revision = given(role(ROOT, at(30), ANN, new Assignment("none", Long.MAX_VALUE, 15)));
        assertThat(revision.invalidated()).containsExactly(role(ANN, 20, EVE, "admin"));
        assertPending(removal(EVE, 25, "n"), "the role 'user'");
        assertAdmitted(value(ANN, 14, "n"));
        assertPending(value(ANN, 15, "n"), "had no role");
    }

    @Test
    void onlySuperadminsReachIntoThePastAndNobodyIntoTheFuture() {
        given(role(ROOT, 1, ANN, "registrar"));
        assertRefused(role(ANN, at(9), BOB, new Assignment("user", Long.MAX_VALUE, 5)), "only superadmins");
        assertRefused(role(ROOT, at(9), BOB, new Assignment("user", Long.MAX_VALUE, 10)), "in the future");
    }

    @Test
    void lateDemotionConcernsExactlyWhatTheAuthorWroteAfterIt() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 50, ANN, "user"));
        Revision revision = given(role(ROOT, 30, ANN, "guest"));
        Authorship ann = Authorship.parse(ANN);
        assertThat(revision.concerns(ann, at(30))).isFalse();
        assertThat(revision.concerns(ann, at(31))).isTrue();
        assertThat(revision.concerns(ann, at(50))).isTrue();
        assertThat(revision.concerns(ann, at(51))).isFalse();
        assertThat(revision.concerns(Authorship.parse(SERVER + " for " + ANN), at(40)))
                .isTrue();
        assertThat(revision.concerns(Authorship.parse(BOB), at(40))).isFalse();
    }

    @Test
    void assignmentThatChangesNoPermissionConcernsNoEntry() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 50, ANN, "admin"));
        assertThat(given(role(ROOT, 30, ANN, "manager")).authors()).isEmpty();
        assertThat(given(role(ROOT, 20, BOB, "guest")).authors()).isEmpty();
    }

    @Test
    void latePromotionOfAnAssignerValidatesWhatTheyAssigned() {
        assertPending(role(ANN, 10, BOB, "registrar"), "'assignRole'");
        assertPending(role(BOB, 20, EVE, "user"), "'assignRole'");
        assertPending(value(EVE, 30, "n"), "had no role");
        Revision revision = given(role(ROOT, 5, ANN, "registrar"));
        assertThat(revision.validated()).hasSize(3);
        assertThat(revision.authors()).containsOnlyKeys(ANN, BOB, EVE);
        assertAdmitted(value(EVE, 30, "n"));
    }

    @Test
    void firstThousandAssignmentsByOthersThanSuperadminsCount() {
        given(role(ROOT, 1, EVE, "registrar"));
        var flood = new ArrayList<Entry>();
        for (int i = 0; i < RoleHistories.COUNTED_AT_MOST + 2; i++) {
            flood.add(role(EVE, 10 + i, ANN, "user"));
        }
        assertThat(judge.revise(flood).validated()).hasSize(RoleHistories.COUNTED_AT_MOST);
        assertPending(flood.get(flood.size() - 1), "too many");
        Revision revision = given(role(EVE, 5, ANN, "user"));
        assertThat(revision.validated()).hasSize(1);
        assertThat(revision.invalidated()).containsExactly(flood.get(RoleHistories.COUNTED_AT_MOST - 1));
        assertAdmitted(role(ROOT, 5000, ANN, "none"));
    }

    @Test
    void payloadOfAnAssignmentHasOneForm() {
        for (String payload : List.of(
                "{}",
                "{\"role\":7}",
                "{\"role\":\"\"}",
                "{\"role\":\"user\",\"more\":1}",
                "{\"role\":\"user\",\"expiresAt\":\"soon\"}",
                "{\"role\":\"user\",\"expiresAt\":-1}",
                "{\"role\":\"user\",\"expiresAt\":1.5}",
                "{\"role\":\"user\",\"expiresAt\":null}",
                "{\"role\":\"user\",\"since\":1e300}",
                "{\"role\":\"" + "x".repeat(101) + "\"}")) {
            assertRefused(role(ROOT, at(1), ANN, payload), "no assignment");
        }
        assertRefused(
                entry(
                        ROOT,
                        at(1),
                        "n",
                        new Slot.Role(at(1).text()),
                        assignment("user").payload()),
                "users only");
    }

    // ---- Authors

    @Test
    void authorHasToBeAnAddressInItsOneForm() {
        for (String author : List.of("", "ann", ANN + " for " + ANN, ANN + " for ", ANN + "  for" + BOB, ANN + " ")) {
            assertRefused(value(author, 5, "n"), "no address");
        }
    }

    @Test
    void nodesOfUsersAreThoseOfAddresses() {
        assertRefused(value(ROOT, 5, "user:42"), "names no address");
        assertRefused(link(ROOT, 5, "user:", "n"), "names no address");
    }

    // ---- The welcome

    @Test
    void unknownAddressMakesItsNodeAndIsAGuest() {
        given(role(EVE, at(10), EVE, assignment("guest")));
        assertThat(judge.roleNow(EVE, 100)).isEqualTo("guest");
        assertAdmitted(value(EVE, at(10), "user:" + EVE, "{\"name\":\"Eve\"}"));
        assertAdmitted(entry(EVE, at(10), "user:" + EVE, Judge.ADDRESS_FIELD, new JsonString(EVE)));
        assertPending(entry(EVE, at(10), "user:" + EVE, Judge.ADDRESS_FIELD, new JsonString(ANN)), "'write'");
        assertPending(entry(EVE, at(10), "user:" + EVE, new Slot.Field("name"), new JsonString("Eve")), "'write'");
        assertPending(value(EVE, 11, "user:" + EVE), "'write'");
        assertPending(value(EVE, at(10), "n", "{}"), "had no role");
        assertPending(link(EVE, 10, "user:" + EVE, "n"), "'link'");
    }

    @Test
    void welcomeIsForOneselfOnceAndAsGuest() {
        given(role(EVE, at(10), EVE, assignment("guest")));
        assertPending(role(EVE, 11, EVE, "guest"), "had been given a role before");
        assertPending(value(EVE, at(11), "user:" + EVE, "{}"), "'write'");
        assertPending(role(EVE, 12, BOB, "guest"), "'assignRole'");
        assertPending(role(BOB, 12, BOB, "user"), "'assignRole'");
        assertPending(role(BOB, at(12), BOB, new Assignment("guest", 99, -1)), "'assignRole'");
        assertPending(role(SERVER + " for " + BOB, 12, BOB, "guest"), "'delegate'");
    }

    @Test
    void ofTwoWelcomesTheFirstCountsWhicheverArrivesFirst() {
        given(role(EVE, 10, EVE, "guest"));
        Entry name = value(EVE, at(10), "user:" + EVE, "{}");
        assertAdmitted(name);
        Revision revision = given(role(EVE, 9, EVE, "guest"));
        assertThat(revision.validated()).containsExactly(role(EVE, 9, EVE, "guest"));
        assertThat(revision.invalidated()).containsExactly(role(EVE, 10, EVE, "guest"));
        assertThat(revision.nodes()).containsKey("user:" + EVE);
        assertPending(name, "'write'");
    }

    @Test
    void welcomeDoesNotUndoABanishment() {
        given(role(ROOT, at(10), EVE, new Assignment("none", Long.MAX_VALUE, 0)));
        assertPending(role(EVE, 11, EVE, "guest"), "before");
        given(role(EVE, 5, EVE, "guest"));
        assertThat(judge.roleNow(EVE, 100)).isNull();
    }

    @Test
    void banishmentSinceAWelcomeTakesBackWhatWasSaidWithIt() {
        given(role(EVE, 10, EVE, "guest"));
        Entry name = value(EVE, at(10), "user:" + EVE, "{}");
        assertAdmitted(name);

        Entry banishment = role(ROOT, at(20), EVE, new Assignment("none", Long.MAX_VALUE, 10));
        assertThat(given(banishment).nodes()).containsKey("user:" + EVE);
        assertPending(name, "'write'");

        assertThat(judge.withdraw(List.of(banishment)).nodes()).containsKey("user:" + EVE);
        assertAdmitted(name);
    }

    @Test
    void roleGivenSinceAWelcomeLeavesWhatWasSaidWithIt() {
        given(role(EVE, 10, EVE, "guest"));
        given(role(ROOT, at(20), EVE, new Assignment("guest", Long.MAX_VALUE, 10)));
        assertAdmitted(value(EVE, at(10), "user:" + EVE, "{}"));
    }

    // ---- Acting for others

    @Test
    void delegateActsByTheRightsOfThePrincipal() {
        given(role(ROOT, 1, SERVER, "gateway"), role(ROOT, 1, ANN, "user"), role(ROOT, 1, EVE, "guest"));
        assertAdmitted(value(SERVER + " for " + ANN, 5, "n"));
        assertAdmitted(value(SERVER + " for " + ANN, 5, "user:" + ANN));
        assertAdmitted(value(SERVER + " for " + ANN, 5, ANN + "/x"));
        assertPending(value(SERVER, 5, ANN + "/x"), "belonged to " + ANN);
        assertPending(value(SERVER + " for " + EVE, 5, "n"), EVE + " had the role 'guest'");
        assertPending(value(SERVER + " for " + ROOT, 5, "n"), "nobody can act for the superadmin");
        assertAdmitted(value(ROOT + " for " + ANN, 5, "n"));
    }

    @Test
    void whoMayNotDelegateActsForNobody() {
        given(role(ROOT, 1, EVE, "admin"), role(ROOT, 1, ANN, "user"));
        assertPending(
                value(EVE + " for " + ANN, 5, "n"), EVE + " had the role 'admin', which does not permit 'delegate'");
        assertPending(role(EVE + " for " + ANN, 5, EVE, "user"), "'delegate'");
    }

    @Test
    void superadminWhoActsForSomebodyHasTheirRightsOnly() {
        given(role(ROOT, 1, ANN, "user"));
        assertPending(role(ROOT + " for " + ANN, 5, BOB, "user"), ANN + " had the role 'user'");
        assertRefused(
                role(ROOT + " for " + ANN, at(5), BOB, new Assignment("user", Long.MAX_VALUE, 1)), "only superadmins");
    }

    // ---- Access lists

    @Test
    void firstValidClaimCounts() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"), role(ROOT, 1, EVE, "guest"));
        given(claim(EVE, 2, "n"), claim(BOB, 10, "n"));
        assertAdmitted(value(BOB, 11, "n"));
        assertPending(value(ANN, 11, "n"), "belonged to " + BOB);
        Revision revision = given(claim(ANN, 5, "n"));
        assertThat(revision.invalidated()).containsExactly(claim(BOB, 10, "n"));
        assertThat(revision.nodes()).containsEntry("n", at(5));
        assertPending(value(BOB, 11, "n"), "belonged to " + ANN);
        assertAdmitted(value(BOB, 5, "n"));
    }

    @Test
    void nodeIsClaimedForOneselfOnly() {
        given(role(ROOT, 1, ANN, "user"));
        assertPending(acl(ANN, 5, "n", new AccessChange.Owner(BOB)), "for oneself only");
        assertPending(grant(ANN, 5, "m", BOB, Level.READ), "nobody owns the node");
        assertAdmitted(acl(ROOT, 5, "n", new AccessChange.Owner(BOB)));
        assertPending(grant(ROOT, 5, "m", BOB, Level.READ), "nobody owns the node");
    }

    @Test
    void ownerAllowsAndTakesBack() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"), claim(ANN, 2, "n"));
        given(grant(ANN, 10, "n", BOB, Level.READ));
        assertPending(value(BOB, 11, "n"), "had not allowed it");
        given(grant(ANN, 20, "n", BOB, Level.WRITE));
        assertAdmitted(value(BOB, 21, "n"));
        assertAdmitted(link(BOB, 21, "n", "m"));
        assertPending(removal(BOB, 21, "n"), "had not allowed it");
        given(grant(ANN, 30, "n", BOB, Level.DELETE));
        assertAdmitted(removal(BOB, 31, "n"));
        given(grant(ANN, 40, "n", BOB, Level.NONE));
        assertPending(value(BOB, 41, "n"), "had not allowed it");
        assertAdmitted(value(BOB, 21, "n"));
    }

    @Test
    void everybodyIsAllowedByRoleToo() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"), role(ROOT, 1, EVE, "guest"), claim(ANN, 2, "n"));
        given(grant(ANN, 10, "n", AccessChange.EVERYONE, Level.WRITE));
        assertAdmitted(value(BOB, 11, "n"));
        assertPending(value(EVE, 11, "n"), "'write'");
        NodeAccess access = judge.access("n");
        assertThat(access).isNotNull();
        assertThat(access.isReadableBy("")).isTrue();
    }

    @Test
    void collaboratorsChangeNoList() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"), claim(ANN, 2, "n"));
        given(grant(ANN, 3, "n", BOB, Level.DELETE));
        assertPending(grant(BOB, 5, "n", EVE, Level.READ), "belongs to " + ANN);
        assertPending(acl(BOB, 5, "n", new AccessChange.Owner(BOB)), "belongs to " + ANN);
    }

    @Test
    void ownershipIsTransferredAndSurvivesRemoval() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"), claim(ANN, 2, "n"));
        given(grant(ANN, 3, "n", DAN, Level.READ), acl(ANN, 10, "n", new AccessChange.Owner(BOB)));
        assertAdmitted(removal(BOB, 11, "n"));
        assertPending(value(ANN, 12, "n"), "belonged to " + BOB);
        assertPending(claim(ANN, 13, "n"), "belongs to " + BOB);
        assertThat(judge.access("n")).isEqualTo(new NodeAccess(BOB, java.util.Map.of(DAN, Level.READ)));
        assertThat(judge.everNamed("n", ANN)).isTrue();
        assertThat(judge.everNamed("n", EVE)).isFalse();
    }

    @Test
    void ownerWithoutRoleChangesNothingAnyMore() {
        given(role(ROOT, 1, ANN, "user"), claim(ANN, 2, "n"), role(ROOT, 10, ANN, "none"));
        assertPending(grant(ANN, 11, "n", BOB, Level.READ), "'write'");
        assertPending(removal(ANN, 11, "n"), "'write'");
    }

    @Test
    void whoMayRemoveEverythingChangesEveryList() {
        given(role(ROOT, 1, ANN, "user"), claim(ANN, 2, "n"));
        assertAdmitted(acl(ROOT, 5, "n", new AccessChange.Owner(ROOT)));
        assertAdmitted(value(ROOT, 6, "n"));
        assertPending(value(ANN, 6, "n"), "belonged to " + ROOT);
    }

    @Test
    void ofTwoChangesOfTheSameVersionASuperadminsOwnCounts() {
        given(role(ROOT, 1, ANN, "user"), claim(ANN, 2, "n"));
        var rivals = new ArrayList<Entry>();
        for (int i = 0; i < 20; i++) {
            String whom = Address.parse("0x%040x".formatted(i + 1)).text();
            // What a superadmin does for somebody else is no superadmin's word.
            rivals.add(grant(i % 2 == 0 ? ANN : ROOT + " for " + ANN, 10, "n", whom, Level.WRITE));
        }
        judge.revise(rivals);
        assertThat(rivals.stream().filter(rival -> judge.verdict(rival) instanceof Verdict.Admitted))
                .containsExactly(Collections.max(rivals));
        Entry transfer = acl(ROOT, 10, "n", new AccessChange.Owner(BOB));
        Revision revision = given(transfer);
        assertThat(revision.validated()).containsExactly(transfer);
        assertThat(revision.invalidated()).containsExactly(Collections.max(rivals));
        assertThat(judge.access("n")).isEqualTo(new NodeAccess(BOB, java.util.Map.of()));
    }

    @Test
    void nodesUnderAnAddressBelongToIt() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, EVE, "user"));
        assertPending(value(EVE, 5, ANN + "/x"), "belonged to " + ANN);
        assertPending(claim(EVE, 5, ANN + "/x"), "belongs to " + ANN);
        assertAdmitted(value(ANN, 5, ANN + "/x"));
        assertAdmitted(grant(ANN, 6, ANN + "/x", EVE, Level.WRITE));
        assertAdmitted(value(EVE, 7, ANN + "/x"));
        assertAdmitted(removal(ANN, 8, ANN + "/x"));
        assertPending(value(EVE, 8, ANN + "/"), "belonged to " + ANN);
    }

    @Test
    void nodesOfUsersHaveNoLists() {
        assertRefused(claim(ROOT, 5, "user:" + ANN), "no access lists");
    }

    @Test
    void usersWriteTheirOwnNodeOnly() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, EVE, "admin"));
        assertAdmitted(value(ANN, 5, "user:" + ANN));
        assertAdmitted(link(ANN, 5, "user:" + ANN, "n"));
        assertPending(value(EVE, 5, "user:" + ANN), "belonged to " + ANN);
        assertPending(removal(EVE, 5, "user:" + ANN), "belonged to " + ANN);
        assertAdmitted(removal(ANN, 6, "user:" + ANN));
        assertAdmitted(removal(ROOT, 6, "user:" + ANN));
    }

    @Test
    void valuesSmuggleNeitherOwnersNorRoles() {
        for (String field : List.of("owner", "collaborators", "role")) {
            assertRefused(value(ROOT, at(5), "n", "{\"" + field + "\":1}"), "'" + field + "'");
            assertRefused(entry(ROOT, at(5), "n", new Slot.Field(field), null), "'" + field + "'");
        }
        assertAdmitted(value(ROOT, at(5), "n", "{\"deep\":{\"owner\":1}}"));
    }

    @Test
    void payloadOfAChangeHasOneForm() {
        for (String payload : List.of(
                "{}",
                "{\"owner\":\"ann\"}",
                "{\"owner\":\"*\"}",
                "{\"owner\":\"" + ANN + "\",\"level\":\"read\"}",
                "{\"grant\":\"" + ANN + "\"}",
                "{\"grant\":\"" + ANN + "\",\"level\":\"none\"}",
                "{\"grant\":\"" + ANN + "\",\"level\":\"READ\"}",
                "{\"revoke\":1}",
                "{\"revoke\":\"" + ANN + "\",\"grant\":\"" + ANN + "\"}")) {
            assertRefused(acl(ROOT, at(1), "n", payload), "no change");
        }
    }

    @Test
    void demotionConcernsListsToo() {
        given(role(ROOT, 1, ANN, "user"), role(ROOT, 1, BOB, "user"), claim(ANN, 10, "n"), claim(BOB, 20, "n"));
        assertAdmitted(value(ANN, 30, "n"));
        Revision revision = given(role(ROOT, 5, ANN, "guest"));
        assertThat(revision.invalidated()).containsExactly(claim(ANN, 10, "n"));
        assertThat(revision.validated()).contains(claim(BOB, 20, "n"));
        assertAdmitted(value(BOB, 30, "n"));
    }

    @Test
    void withdrawnEntriesLeaveNoTrace() {
        given(role(ROOT, 1, ANN, "user"), claim(ANN, 2, "n"), role(ROOT, 1, BOB, "user"), claim(BOB, 3, "n"));
        Revision revision = judge.withdraw(List.of(claim(ANN, 2, "n")));
        assertThat(revision.validated()).containsExactly(claim(BOB, 3, "n"));
        revision = judge.withdraw(List.of(role(ROOT, 1, BOB, "user")));
        assertThat(revision.invalidated()).contains(claim(BOB, 3, "n"));
        Collection<Entry> rest = new HashSet<>(List.of(claim(BOB, 3, "n"), role(ROOT, 1, ANN, "user")));
        judge.withdraw(rest);
        assertThat(judge.access("n")).isNull();
        assertThat(judge.roleNow(ANN, 100)).isNull();
    }
}

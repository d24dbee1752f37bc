package io.genosdb.spring.security;

import static io.genosdb.spring.security.Wallet.ALICE;
import static io.genosdb.spring.security.Wallet.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.genosdb.security.AccessLevel;
import io.genosdb.security.GenosSecurity;
import io.genosdb.spring.GenosTemplate;
import io.genosdb.spring.convert.GenosConverter;
import io.genosdb.spring.entity.GenosEntityTemplate;
import io.genosdb.spring.mapping.GenosMappingContext;
import io.genosdb.spring.mapping.GenosNode;
import io.genosdb.spring.repository.GenosRepository;
import io.genosdb.spring.repository.config.EnableGenosAuditing;
import io.genosdb.spring.repository.config.EnableGenosRepositories;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.domain.AuditorAware;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.expression.method.DefaultMethodSecurityExpressionHandler;
import org.springframework.security.access.expression.method.MethodSecurityExpressionHandler;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

class MethodSecurityTest {

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(Application.class);
    private final Notes notes = context.getBean(Notes.class);
    private final GenosSecurity security = context.getBean(GenosSecurity.class);

    @GenosNode(type = "note")
    record Note(
            @Id String id,
            String text,
            @LastModifiedBy @Nullable String by) {}

    interface Notes extends GenosRepository<Note, String> {

        @Override
        @PreAuthorize("hasPermission(#entity, 'write')")
        <S extends Note> S save(S entity);

        @Override
        @PreAuthorize("hasPermission(#id, 'node', 'delete')")
        void deleteById(String id);

        @Override
        @PostAuthorize("returnObject.isEmpty() or hasPermission(returnObject.get(), 'read')")
        Optional<Note> findById(String id);

        @PreAuthorize("hasPermission(#id, 'Note', 'own')")
        boolean existsByText(String id);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableMethodSecurity
    @EnableGenosAuditing
    @EnableGenosRepositories(considerNestedRepositories = true, basePackageClasses = MethodSecurityTest.class)
    static class Application extends Guarded {

        @Bean
        static MethodSecurityExpressionHandler expressions(
                ObjectProvider<GenosSecurity> security, ObjectProvider<GenosMappingContext> mapping) {
            var handler = new DefaultMethodSecurityExpressionHandler();
            handler.setPermissionEvaluator(new GenosPermissionEvaluator(security::getObject, mapping::getObject));
            return handler;
        }

        @Bean
        AuditorAware<String> auditor(GenosSecurity security) {
            return new CurrentUserAuditor(new SecurityContextPrincipal(), () -> security);
        }

        @Bean
        GenosMappingContext mapping() {
            var mapping = new GenosMappingContext();
            mapping.setInitialEntitySet(Set.of(Note.class));
            return mapping;
        }

        @Bean
        GenosEntityTemplate entities(GenosTemplate template, GenosMappingContext mapping, GenosConverter converter) {
            return new GenosEntityTemplate(template, mapping, converter);
        }
    }

    @BeforeEach
    void rolesOfAliceAndBob() {
        security.assignRole(ALICE.address(), "user", null);
        security.assignRole(BOB.address(), "user", null);
    }

    @AfterEach
    void close() {
        SecurityContextHolder.clearContext();
        context.close();
    }

    @Test
    void repositoriesAreGuardedByAccessLists() {
        String id = ALICE.address() + "/note";
        as(ALICE);
        notes.save(new Note(id, "mine", null));
        assertThat(notes.findById(id))
                .hasValueSatisfying(
                        note -> assertThat(note.by()).isEqualTo(ALICE.address().text()));

        as(BOB);
        refused(() -> notes.save(new Note(id, "bob's", null)));
        refused(() -> notes.deleteById(id));
        assertThat(notes.findById(id)).isEmpty();

        as(ALICE);
        security.acls().grant(id, BOB.address().text(), AccessLevel.WRITE);
        as(BOB);
        assertThat(notes.save(new Note(id, "bob's", null)).text()).isEqualTo("bob's");
        refused(() -> notes.deleteById(id));

        as(ALICE);
        notes.deleteById(id);
    }

    @Test
    void aDemotionTakesEffectAtOnce() {
        as(ALICE);
        notes.save(new Note("n", "before", null));
        SecurityContextHolder.clearContext();
        security.assignRole(ALICE.address(), "guest", null);
        as(ALICE);
        refused(() -> notes.save(new Note("n", "after", null)));
    }

    @Test
    void somebodyUnknownWritesNothing() {
        as(new AnonymousAuthenticationToken("key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
        refused(() -> notes.save(new Note("n", "text", null)));
        assertThat(notes.findById("n")).isEmpty();
    }

    @Test
    void aPermissionThatIsNoneIsAFault() {
        as(ALICE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> notes.existsByText("n"))
                .withMessageContaining("'read', 'write' and 'delete', not 'own'");
    }

    @Test
    void auditingNamesTheApplicationOnItsOwnThreads() {
        AuditorAware<?> auditor = context.getBean(AuditorAware.class);
        assertThat(auditor.getCurrentAuditor().map(String::valueOf))
                .contains(security.address().text());
        as(new AnonymousAuthenticationToken("key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
        assertThat(auditor.getCurrentAuditor()).isEmpty();
    }

    private void as(Wallet wallet) {
        as(new GenosAuthentication(wallet.address(), context.getBean(AuthoritySource.class)));
    }

    private static void as(Authentication authentication) {
        var current = SecurityContextHolder.createEmptyContext();
        current.setAuthentication(authentication);
        SecurityContextHolder.setContext(current);
    }

    private static void refused(Runnable action) {
        assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(action::run);
    }
}

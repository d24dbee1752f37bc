package io.genosdb.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.genosdb.GenosDatabase;
import io.genosdb.storage.StorageType;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

// tag: testing-whole
@SpringBootTest
@AutoConfigureDataGenos
class WholeApplicationTest {

    @Test
    void keepsItsDatabaseInMemory(@Autowired GenosDatabase database) {
        assertThat(database.status().storage().engine()).isEqualTo(StorageType.MEMORY);
    }
}
// end: testing-whole

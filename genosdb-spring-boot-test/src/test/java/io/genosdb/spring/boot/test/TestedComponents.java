package io.genosdb.spring.boot.test;

import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.RestController;

/** Something of every kind, found by the component scan of {@link TestedApplication}. */
interface TestedComponents {

    @Service
    class SomeService {}

    @Component
    class SomeComponent {}

    @RestController
    class SomeController {}
}

package io.genosdb.spring.security;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** Requests of the tests. */
final class MockMvcRequest {

    private MockMvcRequest() {}

    static MockHttpServletRequestBuilder json(String path, String body) {
        return MockMvcRequestBuilders.post(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body);
    }
}

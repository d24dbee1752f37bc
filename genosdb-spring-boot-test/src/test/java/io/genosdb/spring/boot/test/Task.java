package io.genosdb.spring.boot.test;

import io.genosdb.spring.mapping.GenosNode;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;

@GenosNode(type = "task")
record Task(@Id @Nullable String id, String title, boolean done) {}

package io.genosdb.samples.notes;

import io.genosdb.spring.repository.GenosRepository;

/** Those who have introduced themselves. */
interface PersonRepository extends GenosRepository<Person, String> {}

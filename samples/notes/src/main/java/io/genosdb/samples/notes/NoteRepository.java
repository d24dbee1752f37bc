package io.genosdb.samples.notes;

import io.genosdb.spring.repository.GenosRepository;

/** The notes, as far as who asks may read them. */
interface NoteRepository extends GenosRepository<Note, String> {}

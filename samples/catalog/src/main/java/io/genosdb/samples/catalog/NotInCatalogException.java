package io.genosdb.samples.catalog;

/** Something that is not in the catalogue, perhaps not any more. */
final class NotInCatalogException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotInCatalogException(String id) {
        super("There is no " + id + " in the catalogue; somebody may have removed it.");
    }
}

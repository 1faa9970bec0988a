package org.openmso.store;

import org.openmso.api.Problem;
import org.openmso.api.store.DatabaseUnavailable;
import org.openmso.api.store.MigrationRefused;

/** What can be wrong with the database or a bundle's schema: code, cause and fix of each. */
enum StoreProblem {
    AWAY(
            "MSO-1304",
            "The database cannot be reached.",
            "Start it, or mend the way to it; OpenMSO goes on by itself once it answers."),
    SHARE_USED_UP(
            "MSO-1305",
            "All connections that a bundle may have at a time are lent.",
            "Try again. If it stays so, the bundle keeps connections open: tell its author."),
    LOGIN_REFUSED(
            "MSO-1306",
            "The database does not accept user or password.",
            "Give the host's right user and password; with files, put the file key of the same backup back."),
    DATABASE_MISSING(
            "MSO-1307",
            "There is no database of this name.",
            "Create it, or give the name of the one there is."),
    TOO_OLD(
            "MSO-1308",
            "The PostgreSQL server is older than 15.",
            "Upgrade it: views that respect row-level security came with 15."),
    RIGHTS(
            "MSO-1309",
            "The roles of the database are not as OpenMSO needs them.",
            "Grant or revoke what is named; docs/data.md lists all of it."),
    FILE_DAMAGED(
            "MSO-1310",
            "The database file is damaged or cannot be read.",
            "Put the folder of the database back from a backup, all of its files together."),
    NO_SPACE(
            "MSO-1311",
            "The database cannot write.",
            "Free space on its disk and check its rights; OpenMSO goes on by itself."),
    FILE_IN_USE(
            "MSO-1312",
            "Another process has the database file open.",
            "Close what has it open, for example a database tool."),
    MIGRATION_FAILED(
            "MSO-1313",
            "A migration failed; the schema is as it was before.",
            "Ask the bundle's author for a version that mends it; the one before goes on."),
    MIGRATION_CHANGED(
            "MSO-1314",
            "A migration that was carried out before has another text now.",
            "Ask the bundle's author to leave it as it was released, and to change the schema in a further one."),
    MIGRATION_FORM(
            "MSO-1315",
            "A migration cannot be used.",
            "Name it V<number>__<words>.sql, in db/migration or its folders h2 and postgresql, each number once,"
                    + " and leave transactions and roles to OpenMSO."),
    NOT_BY_PRACTICE(
            "MSO-1316",
            "The schema does not keep the practices apart.",
            "Ask the bundle's author to mend the migration."),
    SCHEMA_TAKEN(
            "MSO-1317", "Two bundles' names make the same schema.", "Rename one of the bundles."),
    SCHEMA_BUSY(
            "MSO-1318",
            "The schema could not be changed, for calls held it all the time.",
            "Try again when less is going on.");

    private final String code;
    private final String cause;
    private final String fix;

    StoreProblem(String code, String cause, String fix) {
        this.code = code;
        this.cause = cause;
        this.fix = fix;
    }

    /** The problem at a place. */
    Problem at(String place, String particulars) {
        return Problem.error(
                code, place, particulars.isEmpty() ? cause : cause + " " + particulars, fix);
    }

    DatabaseUnavailable unavailable(String place, String particulars, Throwable why) {
        return new DatabaseUnavailable(at(place, particulars), why);
    }

    MigrationRefused refused(String place, String particulars, Throwable why) {
        return new MigrationRefused(at(place, particulars), why);
    }
}

package org.openmso.embed.internal;

import org.openmso.api.Problem;

/** What can keep an index, or a jar that it offers, from being used: code, cause and fix. */
enum IndexProblem {
    ADDRESS_UNUSABLE(
            "MSO-1050",
            "The index's address cannot be used.",
            "Give an https address without user, query and fragment, or a file."),
    PLAIN_HTTP(
            "MSO-1051",
            "The index is on another machine, and its address is plain http.",
            "Use https, or allow plain http for this index in so many words."),
    UNREACHABLE(
            "MSO-1052",
            "The index or a jar that it offers cannot be fetched.",
            "Check the address and that this host may reach it; then try again. Nothing was changed."),
    TOO_SLOW(
            "MSO-1053",
            "The index or a jar that it offers did not come in time.",
            "Try again, or give it more time. Nothing was changed."),
    REDIRECT_REFUSED(
            "MSO-1054",
            "The server redirects to where this host does not follow.",
            "Name the address at which the index lies in the end, with its jars beside it."),
    TOO_LARGE(
            "MSO-1055",
            "The index is larger than an index may be.",
            "Check that the address is that of an index; its publisher must not offer so much in one."),
    NOT_AN_INDEX(
            "MSO-1056",
            "This is no index: a jar with bundles.json, its manifest and signatures, and nothing else.",
            "Check the address; take the index as its publisher made it."),
    CONTENT_UNUSABLE(
            "MSO-1057",
            "The bundles.json of the index is not as index.schema.json tells.",
            "Its publisher must make it again."),
    FORMAT_UNKNOWN(
            "MSO-1058",
            "The index is of a later format than this OpenMSO knows.",
            "Upgrade mso-embed, or ask the publisher for an index of format 1."),
    EXPIRED(
            "MSO-1059",
            "The index has expired.",
            "Ask its publisher for a current one, and check this host's clock."),
    REPLAYED(
            "MSO-1060",
            "The index is older than one that this store of bundles has met before.",
            "Find out who still serves the old one: a stale mirror, or somebody who wants old bundles"
                    + " installed."),
    SAME_NUMBER(
            "MSO-1061",
            "The index has the number of another that this store of bundles has met before.",
            "Its publisher must give each index a higher number than the one before."),
    NOT_OFFERED("MSO-1062", "The index does not offer this.", "See what it offers."),
    JAR_DIFFERS(
            "MSO-1063",
            "The jar is not the one that the index promises.",
            "Try again, for the publisher may be at work on it; if it stays so, tell the publisher. Nothing"
                    + " was changed."),
    NOT_NEWER(
            "MSO-1064",
            "What the index offers is not newer than what is there.",
            "Nothing; or, to have it all the same, ask for it by its version."),
    ANOTHER_BUNDLE(
            "MSO-1065",
            "The jar is another bundle than the index says.",
            "Tell the publisher: the index was made from other jars.");

    private final String code;
    private final String cause;
    private final String fix;

    IndexProblem(String code, String cause, String fix) {
        this.code = code;
        this.cause = cause;
        this.fix = fix;
    }

    /** The problem at a place, with particulars behind the cause. */
    Problem at(String place, String particulars) {
        return Problem.error(code, place, cause + " " + particulars, fix);
    }

    /** The refusal for it. */
    Refusal refusal(String place, String particulars) {
        return new Refusal(at(place, particulars));
    }

    /** The refusal for it, with what led to it. */
    Refusal refusal(String place, String particulars, Throwable why) {
        return new Refusal(at(place, particulars), why);
    }
}

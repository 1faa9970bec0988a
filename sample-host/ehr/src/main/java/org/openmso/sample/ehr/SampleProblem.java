package org.openmso.sample.ehr;

import org.openmso.api.MsoException;
import org.openmso.api.Problem;

/** What can be wrong with a command of the sample EHR. */
public enum SampleProblem {
    COMMAND_UNKNOWN("MSO-9001"),
    OPTION_UNKNOWN("MSO-9002"),
    NO_INPUT("MSO-9003"),
    OUTPUT_UNUSABLE("MSO-9004"),
    VALUE_UNUSABLE("MSO-9005"),
    DAY_NOT_AS_PLANNED("MSO-9006"),
    REPORT_UNWRITABLE("MSO-9007"),
    ARGUMENT_UNEXPECTED("MSO-9008"),
    UNEXPECTED("MSO-9009"),
    REPORT_UNNAMED("MSO-9013"),
    JAR_MISSING("MSO-9014"),
    TRUST_UNUSABLE("MSO-9015"),
    NO_SIGNING("MSO-9016"),
    REHEARSAL_UNSOUND("MSO-9017"),
    BUILD_NOT_WHOLE("MSO-9019"),
    DAY_BROKE_OFF("MSO-9020"),
    INDEX_UNNAMED("MSO-9030"),
    PUBLISHER_UNNAMED("MSO-9031"),
    INDEX_UNWRITABLE("MSO-9032");

    private final String code;

    SampleProblem(String code) {
        this.code = code;
    }

    /** It, at a place. */
    Problem at(String place, String cause, String fix) {
        return Problem.error(code, place, cause, fix);
    }

    /** It, to be thrown. */
    public MsoException failed(String place, String cause, String fix) {
        return new MsoException(at(place, cause, fix));
    }

    /** It, to be thrown, with what led to it. */
    public MsoException failed(String place, String cause, String fix, Throwable why) {
        return new MsoException(at(place, cause, fix), why);
    }
}

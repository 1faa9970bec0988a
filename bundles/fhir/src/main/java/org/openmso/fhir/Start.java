package org.openmso.fhir;

import com.fasterxml.jackson.core.JsonParser;

/**
 * Where in an input a tokenizer begins, so that a message names the line and column of the input.
 *
 * @param lines lines before it; -1 where the path names the line, and the message need not
 * @param columns bytes before it on its line
 */
record Start(long lines, int columns) {
    static final Start OF_LINE = new Start(-1, 0);

    /** Where the tokenizer stands. */
    String at(JsonParser json) {
        var at = json.currentLocation();
        int column = at.getColumnNr() + (at.getLineNr() == 1 ? columns : 0);
        return (lines < 0 ? " at " : " at line " + (lines + at.getLineNr()) + ", ")
                + "column "
                + column;
    }
}

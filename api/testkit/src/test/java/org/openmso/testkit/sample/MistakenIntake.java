package org.openmso.testkit.sample;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openmso.api.billing.ClaimSink;
import org.openmso.api.fhir.FhirIntake;
import org.openmso.api.fhir.IntakeListener;
import org.openmso.api.fhir.IntakeReport;
import org.openmso.api.host.NamedInput;
import org.openmso.api.spi.PracticeContext;

/** Intakes that each make one mistake. */
public final class MistakenIntake {
    private MistakenIntake() {}

    /** Looks into an input before it reads it. */
    public static final class OpensTwice extends SampleIntake {
        @Override
        public FhirIntake open(PracticeContext practice) {
            return new Reader(practice) {
                @Override
                String text(NamedInput input, IntakeListener listener) throws IOException {
                    super.text(input, IntakeListener.NONE);
                    return super.text(input, listener);
                }
            };
        }
    }

    /** Says nothing on its way. */
    public static final class TellsNoProgress extends SampleIntake {
        @Override
        public FhirIntake open(PracticeContext practice) {
            return new Reader(practice) {
                @Override
                void progress(IntakeListener listener, String name, long bytes) {}
            };
        }
    }

    /** Does not look at the zone. */
    public static final class IgnoresTheZone extends SampleIntake {
        @Override
        public FhirIntake open(PracticeContext practice) {
            return new Reader(practice) {
                @Override
                void checkZone() {}
            };
        }
    }

    /** A reader whose reading is another one. */
    abstract static class OtherReading extends SampleIntake {
        abstract Reading other(ClaimSink sink, IntakeListener listener);

        @Override
        public FhirIntake open(PracticeContext practice) {
            return new Reader(practice) {
                @Override
                Reading reading(ClaimSink sink, IntakeListener listener) {
                    return other(sink, listener);
                }
            };
        }
    }

    /** Takes out of a broken document what it can get. */
    public static final class ReadsBrokenDocuments extends OtherReading {
        @Override
        Reading other(ClaimSink sink, IntakeListener listener) {
            return new Reading(sink, listener) {
                @Override
                void part(String name, String part) {
                    super.part(name, part);
                    int nested = part.indexOf("{\"resource\": ");
                    if (nested >= 0) {
                        String rest = part.substring(nested + 13);
                        claims.add(rest.lines().findFirst().orElse(""));
                    }
                }
            };
        }
    }

    /** Gives up at the first line that is broken. */
    public static final class StopsAtABrokenLine extends OtherReading {
        @Override
        Reading other(ClaimSink sink, IntakeListener listener) {
            return new Reading(sink, listener) {
                @Override
                void parts(String name, String text) {
                    List<String> lines = text.lines().toList();
                    for (int i = 1; i < lines.size() && isWhole(lines.get(0)); i++) {
                        if (!isWhole(lines.get(i))) {
                            super.parts(name, String.join("\n", lines.subList(0, i + 1)));
                            return;
                        }
                    }
                    super.parts(name, text);
                }
            };
        }
    }

    /** Wraps what the sink throws. */
    public static final class WrapsTheSinksException extends OtherReading {
        @Override
        Reading other(ClaimSink sink, IntakeListener listener) {
            return new Reading(sink, listener) {
                @Override
                void hand(String json) {
                    try {
                        super.hand(json);
                    } catch (IllegalStateException e) {
                        throw new IllegalStateException("reading failed", e);
                    }
                }
            };
        }
    }

    /** Turns the order around every other time. */
    public static final class ChangesTheOrder extends SampleIntake {
        private final AtomicBoolean around = new AtomicBoolean();

        @Override
        public FhirIntake open(PracticeContext practice) {
            return new Reader(practice) {
                @Override
                Reading reading(ClaimSink sink, IntakeListener listener) {
                    return new Reading(sink, listener) {
                        @Override
                        IntakeReport end() {
                            if (around.getAndSet(!around.get())) {
                                Collections.reverse(claims);
                            }
                            return super.end();
                        }
                    };
                }
            };
        }
    }

    /** Keeps the sink that it works for where a second one takes its place. */
    public static final class SharesItsSink extends SampleIntake {
        @Override
        public FhirIntake open(PracticeContext practice) {
            return new Reader(practice) {
                private volatile Reading current;

                @Override
                Reading reading(ClaimSink sink, IntakeListener listener) {
                    current =
                            new Reading(sink, listener) {
                                @Override
                                void hand(String json) {
                                    current.handOver(json);
                                }
                            };
                    return current;
                }
            };
        }
    }
}

package org.openmso.sample.simulator;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** A written simulation, read again by a strict parser that is not ours. */
final class Parsed {
    private static final FhirContext FHIR = FhirContext.forR4();

    final Manifest manifest;

    /** Resources in the order written, without Bundles; contained ones stay in their resource. */
    final List<Resource> resources = new ArrayList<>();

    /** Every reference in the output, by the JSON that holds it: the text of {@code reference}. */
    final List<String> references = new ArrayList<>();

    /** What can be referred to: relative references and full URLs. */
    final Map<String, Resource> byReference = new LinkedHashMap<>();

    /** As written. */
    final String text;

    private Parsed(Manifest manifest, String text) {
        this.manifest = manifest;
        this.text = text;
    }

    static Parsed of(Simulation simulation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Manifest manifest = simulation.write(out);
            Parsed parsed = new Parsed(manifest, out.toString(StandardCharsets.UTF_8));
            parsed.read();
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() throws IOException {
        for (String document : text.split("\n")) {
            IParser parser = FHIR.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
            Resource resource = (Resource) parser.parseResource(document);
            if (resource instanceof Bundle bundle) {
                for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
                    add(entry.getResource(), entry.getFullUrl());
                }
            } else {
                add(resource, null);
            }
            collectReferences(document);
        }
    }

    private void add(Resource resource, String fullUrl) {
        resources.add(resource);
        if (fullUrl != null) {
            Resource before = byReference.put(fullUrl, resource);
            if (before != null) {
                throw new AssertionError("full URL twice: " + fullUrl);
            }
        }
        if (resource.getIdElement().hasIdPart()) {
            String key = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
            if (byReference.put(key, resource) != null) {
                throw new AssertionError("id twice: " + key);
            }
        }
    }

    private void collectReferences(String document) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("reference")) {
                    if (parser.nextToken() == JsonToken.VALUE_STRING) {
                        references.add(parser.getText());
                    }
                }
            }
        }
    }

    <T extends Resource> List<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<Claim> claims() {
        return all(Claim.class);
    }

    /** What a reference leads to, or null; contained resources are looked for in the holder. */
    Resource resolve(DomainResource holder, Reference reference) {
        String text = reference.getReference();
        if (text == null) {
            return null;
        }
        if (text.startsWith("#")) {
            return contained(holder, text);
        }
        return byReference.get(text);
    }

    static Resource contained(DomainResource holder, String reference) {
        return holder.getContained().stream()
                .filter(
                        c ->
                                ("#" + c.getIdElement().getIdPart().replace("#", ""))
                                        .equals(reference))
                .findFirst()
                .orElse(null);
    }
}

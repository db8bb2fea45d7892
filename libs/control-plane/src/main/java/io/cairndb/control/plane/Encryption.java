package io.cairndb.control.plane;

import java.util.Optional;

/** Server-side encryption as asked for. */
public record Encryption(Optional<String> kmsKeyArn) {}

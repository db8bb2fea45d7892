package io.cairndb.service;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys that stand directly under {@code cairn} and mean the same to every service.
 *
 * @param insecureNetwork whether addresses beyond loopback may be listened on
 */
@ConfigurationProperties("cairn")
record ServiceProperties(boolean insecureNetwork) {}

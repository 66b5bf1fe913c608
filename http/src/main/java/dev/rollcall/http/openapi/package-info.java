/** The server's own OpenAPI document, as JSON for programs and as a page for people. */
@NullMarked
package dev.rollcall.http.openapi;

import org.jspecify.annotations.NullMarked;

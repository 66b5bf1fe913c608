/** What a sandbox is filled with, and its clock. */
@NullMarked
package dev.rollcall.server.sandbox;

import org.jspecify.annotations.NullMarked;

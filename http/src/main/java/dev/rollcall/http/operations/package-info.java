/** What the operators of a server ask of it: is it well, and how busy. */
@NullMarked
package dev.rollcall.http.operations;

import org.jspecify.annotations.NullMarked;

/**
 * The commands that change the catalog's directory: accounts, retailers, applications, line items.
 */
@NullMarked
package dev.rollcall.server.admin;

import org.jspecify.annotations.NullMarked;

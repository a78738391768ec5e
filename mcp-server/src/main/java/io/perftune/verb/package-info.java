/// What the product can do: one verb, one class or package, and the one road by which both skins
/// call it.
@NullMarked
package io.perftune.verb;

import org.jspecify.annotations.NullMarked;

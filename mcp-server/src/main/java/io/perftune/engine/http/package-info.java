/// One HTTP exchange at a time, outside any measurement: the seam between what is asked of an
/// endpoint and the place from which it is asked.
@NullMarked
package io.perftune.engine.http;

import org.jspecify.annotations.NullMarked;

/// import_roofline_sweep: reads a bundle, settles what it does not say, and makes two cells of it.
@NullMarked
package io.perftune.verb.importroofline;

import org.jspecify.annotations.NullMarked;

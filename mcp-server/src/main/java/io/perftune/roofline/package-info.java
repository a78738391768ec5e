/// A sweep bundle to validated points, and those to rows of roofline_v1 and atlas_v1; pure.
@NullMarked
package io.perftune.roofline;

import org.jspecify.annotations.NullMarked;

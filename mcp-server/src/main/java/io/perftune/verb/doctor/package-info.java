/// doctor: what a run needs, and whether it is here.
@NullMarked
package io.perftune.verb.doctor;

import org.jspecify.annotations.NullMarked;

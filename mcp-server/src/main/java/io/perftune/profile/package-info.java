/// From profilers' and DCGM's files to rows of sol_v1: what each kind of reading may be held
/// against, and how far it carries.
@NullMarked
package io.perftune.profile;

import org.jspecify.annotations.NullMarked;

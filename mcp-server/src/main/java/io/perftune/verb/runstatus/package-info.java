/// run_status: which runs go on, how far each is, and how the others ended.
@NullMarked
package io.perftune.verb.runstatus;

import org.jspecify.annotations.NullMarked;

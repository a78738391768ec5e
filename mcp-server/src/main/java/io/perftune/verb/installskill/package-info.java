/// The skill, copied to where a client looks for skills.
@NullMarked
package io.perftune.verb.installskill;

import org.jspecify.annotations.NullMarked;

/// Tests of the rows that GPU readings give.
@NullMarked
package io.perftune.profile;

import org.jspecify.annotations.NullMarked;

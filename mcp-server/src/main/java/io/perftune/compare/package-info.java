/// Two campaigns' rows to what changed between them: only what matches is set side by side.
@NullMarked
package io.perftune.compare;

import org.jspecify.annotations.NullMarked;

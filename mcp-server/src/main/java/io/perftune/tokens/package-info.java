/// Counting text in o200k_base tokens.
@NullMarked
package io.perftune.tokens;

import org.jspecify.annotations.NullMarked;

/// The vocabulary: records and sealed types that the rooms hand to each other; no input or output.
@NullMarked
package io.perftune.value;

import org.jspecify.annotations.NullMarked;

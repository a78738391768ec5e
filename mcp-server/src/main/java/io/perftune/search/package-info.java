/// Text files below a few folders, cut into passages and ranked by their words with Apache Lucene,
/// in memory.
@NullMarked
package io.perftune.search;

import org.jspecify.annotations.NullMarked;

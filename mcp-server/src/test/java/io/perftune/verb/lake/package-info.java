/// Proves lake on lakes that publish_to_lake wrote.
@NullMarked
package io.perftune.verb.lake;

import org.jspecify.annotations.NullMarked;

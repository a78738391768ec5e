/// search_runbooks and search_evidence.
@NullMarked
package io.perftune.verb.search;

import org.jspecify.annotations.NullMarked;

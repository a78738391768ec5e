/// The campaign directory: its layout, atomic writes, locks and journals.
@NullMarked
package io.perftune.workspace;

import org.jspecify.annotations.NullMarked;

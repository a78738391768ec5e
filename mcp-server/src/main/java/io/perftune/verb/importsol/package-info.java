/// import_sol: a file of GPU readings is checked and placed in a cell.
@NullMarked
package io.perftune.verb.importsol;

import org.jspecify.annotations.NullMarked;

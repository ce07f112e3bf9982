package dev.cellmesh.services.collab;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which comments does a page show, given what each region has behind its beginning?
 *
 * @param shown in order
 * @param next the position that the next page begins behind; empty when nothing more is known
 */
record CommentPage(List<Comment> shown, Optional<CommentPosition> next) {
    /**
     * @param ofRegions of each region the first comments behind the page's beginning, one more than the page may show if there
     *     are that many
     */
    static CommentPage of(Collection<List<Comment>> ofRegions, int limit) {
        List<Comment> all = ofRegions.stream().flatMap(List::stream).sorted().toList();
        List<Comment> shown = all.subList(0, Math.min(limit, all.size()));
        return new CommentPage(
                List.copyOf(shown),
                all.size() > limit ? Optional.of(shown.getLast().position()) : Optional.empty());
    }
}

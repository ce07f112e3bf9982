package dev.cellmesh.load.scenario;

import java.util.List;

/**
 * Which members may stand in one mapping of a scenario? The reader reads by it, and the reference in the README is made from
 * it, so that neither can know a member that the other does not.
 *
 * @param title of its part of the reference
 * @param place where it stands, as a path with {@code NAME} for what the person names
 */
record Section(String title, String place, List<Member> members) {
    /**
     * @param form what its value looks like
     * @param otherwise what holds without it; {@link #REQUIRED} when it has to be there
     */
    record Member(String name, String form, String otherwise, String meaning) {
        static final String REQUIRED = "required";
    }

    static Section of(String title, String place, Member... members) {
        return new Section(title, place, List.of(members));
    }

    /** With some more members behind its own. */
    Section with(String newTitle, String newPlace, Member... more) {
        List<Member> all = new java.util.ArrayList<>(members);
        all.addAll(List.of(more));
        return new Section(newTitle, newPlace, List.copyOf(all));
    }

    List<String> names() {
        return members.stream().map(Member::name).toList();
    }

    static Member member(String name, String form, String otherwise, String meaning) {
        return new Member(name, form, otherwise, meaning);
    }

    static Member required(String name, String form, String meaning) {
        return new Member(name, form, Member.REQUIRED, meaning);
    }
}

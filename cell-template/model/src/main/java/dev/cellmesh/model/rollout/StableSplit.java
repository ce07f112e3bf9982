package dev.cellmesh.model.rollout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which part of a population does somebody belong to? The same on every node and in every version: {@code point = the first
 * eight bytes of SHA-256(kind, 0x00, name, 0x00, member)} in UTF-8, read as one unsigned number. A share takes the points whose
 * remainder by {@value #PARTS} is below it, so that a growing share only ever adds members; a bucket is the remainder by the
 * number of buckets. Names that differ split the population independently of each other.
 *
 * @param kind what is split for: a flag and an experiment of one name do not go together
 * @param name of the flag or the experiment; without zeros, as everything here
 */
public record StableSplit(Kind kind, String name) {
    /** A share is exact to a hundredth of a percent. */
    public static final int PARTS = 10_000;

    /** What is a population split for? Its name in lower case is part of what is hashed, and must never change. */
    public enum Kind {
        FLAG("flag"),
        EXPERIMENT("experiment");

        private final String salt;

        Kind(String salt) {
            this.salt = salt;
        }
    }

    /**
     * Is the member among the first parts of the population?
     *
     * @param parts of {@value #PARTS}: 0 for nobody, {@value #PARTS} for everybody
     */
    public boolean isWithin(int parts, String member) {
        return Long.remainderUnsigned(point(member), PARTS) < parts;
    }

    /**
     * In which bucket is the member?
     *
     * @param buckets at least one
     * @return 0 to {@code buckets - 1}
     */
    public int bucket(int buckets, String member) {
        return (int) Long.remainderUnsigned(point(member), buckets);
    }

    private long point(String member) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind.salt.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(member.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}

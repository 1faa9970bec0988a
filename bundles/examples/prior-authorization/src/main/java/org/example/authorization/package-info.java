/** Claim rules of our own. Nothing here is seen by anybody but the class that provides them. */
package org.example.authorization;

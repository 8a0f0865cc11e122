-- The people of each department on the last day of each lent window.

SELECT w.window, p.department, count(DISTINCT p.person) AS people
FROM windows AS w
JOIN people AS p ON p.valid_from <= w.ends_on AND w.ends_on < p.valid_to
WHERE p.department IS NOT NULL
GROUP BY w.window, p.department
ORDER BY w.window, p.department
